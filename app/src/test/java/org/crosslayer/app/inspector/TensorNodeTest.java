package org.crosslayer.app.inspector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.crosslayer.engine.ModelSummary.TensorLine;
import org.junit.jupiter.api.Test;

class TensorNodeTest {
    private static final List<TensorLine> TENSORS = List.of(
            new TensorLine("model.embed.weight", "BF16", List.of(100L, 8L)),
            new TensorLine("model.layers.0.norm.weight", "F32", List.of(8L)),
            new TensorLine("model.layers.0.mlp.up.weight", "BF16", List.of(24L, 8L)),
            new TensorLine("model.layers.1.norm.weight", "F32", List.of(8L)));

    @Test
    void namesBecomeATreeByTheirDotsInTheOrderOfTheFile() {
        TensorNode root = TensorNode.tree(TENSORS, "");
        assertEquals("4 tensors", root.shape());
        TensorNode model = root.children().getFirst();
        assertEquals(List.of("embed", "layers"), names(model));
        TensorNode layer = model.children().get(1).children().getFirst();
        assertEquals("0", layer.name());
        assertEquals("2 tensors", layer.shape());
        TensorNode norm = layer.children().getFirst().children().getFirst();
        assertEquals(new TensorNode("weight", "F32", "[8]", List.of()), norm);
    }

    @Test
    void aFilterLooksForAllItsWordsInNameTypeAndShape() {
        assertEquals("2 tensors", TensorNode.tree(TENSORS, "NORM f32").shape());
        assertEquals("1 tensor", TensorNode.tree(TENSORS, " [24,  mlp ").shape());
        assertEquals("0 tensors", TensorNode.tree(TENSORS, "norm bf16").shape());
    }

    private static List<String> names(TensorNode node) {
        return node.children().stream().map(TensorNode::name).toList();
    }
}
