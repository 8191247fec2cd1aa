package org.crosslayer.app.workspace;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// An analyst that answers like another one, but for questions that are told to fail once.
public final class FailingAnalyst {
    private final Map<String, Exception> faults = new ConcurrentHashMap<>();
    private final Analyst analyst;

    public FailingAnalyst(Analyst other) {
        analyst = (Analyst) Proxy.newProxyInstance(
                Analyst.class.getClassLoader(), new Class<?>[] {Analyst.class}, (self, method, arguments) -> {
                    switch (method.getName()) {
                        case "equals" -> {
                            return self == arguments[0];
                        }
                        case "hashCode" -> {
                            return System.identityHashCode(self);
                        }
                        default -> {
                            // Asked below.
                        }
                    }
                    Exception fault = faults.remove(method.getName());
                    if (fault != null) {
                        throw fault;
                    }
                    try {
                        return method.invoke(other, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    public Analyst analyst() {
        return analyst;
    }

    /// The next question of this name fails.
    public void failOnce(String question, Exception fault) {
        faults.put(question, fault);
    }

    /// True once every fault was met.
    public boolean hasFailed() {
        return faults.isEmpty();
    }
}
