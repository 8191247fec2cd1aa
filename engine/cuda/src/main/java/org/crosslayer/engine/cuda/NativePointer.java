package org.crosslayer.engine.cuda;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/// An address handed to a library; made once and moved, because a call a microsecond leaves no time for garbage.
final class NativePointer extends FloatPointer {
    NativePointer() {
        super((Pointer) null);
    }

    /// This pointer at another address, on the card or in native memory.
    NativePointer at(long newAddress) {
        address = newAddress;
        return this;
    }
}
