package org.crosslayer.engine.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Which tokens a model wants around a text.
///
/// @param bosId   begin of text, where there is one
/// @param eosId   end of text, where there is one
/// @param bos     whether BOS comes first; never where there is none
/// @param eosLast whether EOS comes last; never where there is none
record SpecialRule(OptionalInt bosId, OptionalInt eosId, BosRule bos, boolean eosLast) {
    SpecialRule {
        if (bos.isFirst() && bosId.isEmpty()) {
            bos = new BosRule(false, bos.source() + ", but the vocabulary has no BOS token");
        }
        eosLast &= eosId.isPresent();
    }

    /// The encoding of a text by itself with these tokens around it.
    ///
    /// @param end characters of the text
    Encoding around(Encoding encoding, int end) {
        if (!bos.isFirst() && !eosLast) {
            return encoding;
        }
        List<Integer> ids = new ArrayList<>(encoding.ids().size() + 2);
        List<Encoding.Span> spans = new ArrayList<>(encoding.ids().size() + 2);
        if (bos.isFirst()) {
            ids.add(bosId.getAsInt());
            spans.add(new Encoding.Span(0, 0));
        }
        ids.addAll(encoding.ids());
        spans.addAll(encoding.spans());
        if (eosLast) {
            ids.add(eosId.getAsInt());
            spans.add(new Encoding.Span(end, end));
        }
        return new Encoding(ids, spans);
    }
}
