package org.crosslayer.app.cli;

import org.crosslayer.engine.similarity.LogBase;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a logarithm's base as it is printed: `e` or `2`.
final class Logarithm implements ITypeConverter<LogBase> {
    @Override
    public LogBase convert(String text) {
        for (LogBase base : LogBase.values()) {
            if (base.label().equals(text)) {
                return base;
            }
        }
        throw new TypeConversionException("'" + text + "' is neither e nor 2");
    }
}
