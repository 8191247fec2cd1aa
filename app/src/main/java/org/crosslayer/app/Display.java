package org.crosslayer.app;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds out whether a window can open before JavaFX tries, because JavaFX answers with stack traces.
///
/// Only Linux can lack what a window needs: a display, and the libraries that JavaFX's window code links.
@SuppressWarnings("restricted") // asks libX11 itself
final class Display {
    /// Libraries that JavaFX's native code cannot do without, and what installs them.
    private static final Map<String, String> LIBRARIES = new LinkedHashMap<>();

    static {
        LIBRARIES.put("libX11.so.6", "Debian, Ubuntu: apt install libx11-6; Fedora: dnf install libX11");
        LIBRARIES.put("libXtst.so.6", "Debian, Ubuntu: apt install libxtst6; Fedora: dnf install libXtst");
        LIBRARIES.put("libgtk-3.so.0", "Debian, Ubuntu: apt install libgtk-3-0; Fedora: dnf install gtk3");
        LIBRARIES.put("libfreetype.so.6", "Debian, Ubuntu: apt install libfreetype6; Fedora: dnf install freetype");
        LIBRARIES.put(
                "libpangoft2-1.0.so.0", "Debian, Ubuntu: apt install libpangoft2-1.0-0; Fedora: dnf install pango");
    }

    private Display() {}

    /// Why no window can open here, a clause without its full stop; null if one can.
    static @Nullable String obstacle() throws Throwable {
        if (!System.getProperty("os.name").equals("Linux") || System.getProperty("glass.platform") != null) {
            return null;
        }
        String x11 = System.getenv("DISPLAY");
        if (isBlank(x11) && isBlank(System.getenv("WAYLAND_DISPLAY"))) {
            return "There is no display here (DISPLAY is not set)";
        }
        for (Map.Entry<String, String> library : LIBRARIES.entrySet()) {
            if (!loads(library.getKey())) {
                return "The window needs the system library " + library.getKey() + ", which is missing ("
                        + library.getValue() + ")";
            }
        }
        return opens() ? null : "The display \"" + (x11 == null ? "" : x11) + "\" cannot be opened";
    }

    private static boolean isBlank(@Nullable String value) {
        return value == null || value.isBlank();
    }

    private static boolean loads(String library) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup _ = SymbolLookup.libraryLookup(library, arena);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /// JavaFX on Linux speaks X11 only, under Wayland through XWayland; so this is the question it will ask.
    private static boolean opens() throws Throwable {
        // Never unloaded: JavaFX is about to use it too.
        SymbolLookup x11 = SymbolLookup.libraryLookup("libX11.so.6", Arena.global());
        Linker linker = Linker.nativeLinker();
        MethodHandle open = linker.downcallHandle(
                x11.findOrThrow("XOpenDisplay"), FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
        MemorySegment display = (MemorySegment) open.invokeExact(MemorySegment.NULL);
        if (display.equals(MemorySegment.NULL)) {
            return false;
        }
        MethodHandle close = linker.downcallHandle(
                x11.findOrThrow("XCloseDisplay"), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        int _ = (int) close.invokeExact(display);
        return true;
    }
}
