package org.crosslayer.engine;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.crosslayer.engine.ModelFacts.Fact;
import org.jspecify.annotations.Nullable;

/// Every component of a record as a fact, records within records by a dotted name: an architecture is data, so
/// whatever
/// the reader of a configuration has understood can be shown without naming it here.
final class RecordFacts {
    private final List<Fact> facts = new ArrayList<>();

    private RecordFacts() {}

    static List<Fact> of(Record record) {
        RecordFacts all = new RecordFacts();
        all.add("", record);
        return List.copyOf(all.facts);
    }

    private void add(String prefix, Record record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            @Nullable Object value = value(record, component);
            String name = prefix + component.getName();
            if (value instanceof Record inner && inner.getClass().getRecordComponents().length > 0) {
                add(name + ".", inner);
            } else {
                facts.add(new Fact(name, words(value)));
            }
        }
    }

    private static @Nullable Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " cannot be read", e);
        }
    }

    private static String words(@Nullable Object value) {
        return switch (value) {
            case null -> "none";
            case Boolean flag -> flag ? "yes" : "no";
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            case Collection<?> values -> runs(values);
            case Record record
            when record.getClass().getRecordComponents().length == 0 ->
                record.getClass().getSimpleName().toLowerCase(Locale.ROOT);
            case Record record -> components(record);
            case Float number -> number == Math.rint(number) ? String.valueOf(number.longValue()) : number.toString();
            case Double number -> number == Math.rint(number) ? String.valueOf(number.longValue()) : number.toString();
            default -> value.toString();
        };
    }

    /// In one line, for records within lists.
    private static String components(Record record) {
        List<String> parts = new ArrayList<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            @Nullable Object value = value(record, component);
            String words = words(value);
            boolean isNested = value instanceof Record inner && inner.getClass().getRecordComponents().length > 0;
            parts.add(component.getName() + " " + (isNested ? "(" + words + ")" : words));
        }
        return String.join(", ", parts);
    }

    /// Equal neighbours once, with how many there are.
    private static String runs(Collection<?> values) {
        List<String> runs = new ArrayList<>();
        @Nullable Object last = null;
        int count = 0;
        for (Object value : values) {
            if (count > 0 && !value.equals(last)) {
                runs.add(run(last, count));
                count = 0;
            }
            last = value;
            count++;
        }
        if (count > 0) {
            runs.add(run(last, count));
        }
        return runs.isEmpty() ? "none" : String.join("; ", runs);
    }

    private static String run(@Nullable Object value, int count) {
        String words = words(value);
        return count > 1 ? count + " × " + (value instanceof Record ? "(" + words + ")" : words) : words;
    }
}
