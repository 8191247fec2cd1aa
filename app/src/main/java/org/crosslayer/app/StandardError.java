package org.crosslayer.app;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Puts the real standard error back in its place.
///
/// The JVM announces incubator modules on standard error before any code of ours runs, and nothing turns that off.
/// The launcher script therefore starts the JVM with its standard error on a filter and the real one as descriptor 4.
/// `dup2(4, 2)` ends the detour: native libraries and Java write straight to the user again, in order, and the filter
/// sees its end.
@SuppressWarnings("restricted") // dup2 and close have no Java form
final class StandardError {
    private static final int REAL = 4;
    private static final int STANDARD_ERROR = 2;

    private StandardError() {}

    /// Ends the detour. Without the script there is none, and descriptor 4 is not open or is something else: only
    /// called where the script says that it made one.
    static void restore() throws Throwable {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor oneInt = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        MethodHandle dup2 = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("dup2"), oneInt.appendArgumentLayouts(ValueLayout.JAVA_INT));
        int result = (int) dup2.invokeExact(REAL, STANDARD_ERROR);
        if (result == STANDARD_ERROR) {
            MethodHandle close = linker.downcallHandle(linker.defaultLookup().findOrThrow("close"), oneInt);
            int _ = (int) close.invokeExact(REAL);
        }
    }
}
