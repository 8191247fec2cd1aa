package org.crosslayer.engine.backend;

import org.crosslayer.engine.format.MappedTensor;

/// Plain loops on the heap: slow, readable, and the truth that every fast path is tested against.
public final class ReferenceBackend extends CheckedBackend<HeapTensor, StoredWeight> {
    public ReferenceBackend() {
        super(HeapTensor.class, StoredWeight.class, new ReferenceKernels(), new ReferenceGradients());
    }

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public String description() {
        return "Reference, plain loops on one thread";
    }

    @Override
    public long memoryBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    @Override
    public Weight weight(MappedTensor tensor) {
        return StoredWeight.of(tensor);
    }

    @Override
    public Workspace workspace() {
        return new HeapWorkspace();
    }

    @Override
    public void close() {
        // The heap needs no owner.
    }
}
