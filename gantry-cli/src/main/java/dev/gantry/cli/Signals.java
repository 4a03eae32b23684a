package dev.gantry.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Ctrl-C and SIGTERM do while something is worth saving.
 *
 * <p>Handled by {@code sun.misc.Signal}, of the module jdk.unsupported that every JDK since 9 has: a shutdown hook
 * would not see the second Ctrl-C. It is reached by reflection, because the compiler warns of its name and this build
 * takes no warnings.
 */
final class Signals implements AutoCloseable {
    private final Map<Object, Object> handlersBefore = new LinkedHashMap<>();
    private final Class<?> signalClass;
    private final Class<?> handlerClass;
    private final Method handle;
    private boolean interrupted;

    private Signals(Runnable save) throws ReflectiveOperationException {
        signalClass = Class.forName("sun.misc.Signal");
        handlerClass = Class.forName("sun.misc.SignalHandler");
        handle = signalClass.getMethod("handle", signalClass, handlerClass);
        Object handler = Proxy.newProxyInstance(
                handlerClass.getClassLoader(), new Class<?>[] {handlerClass}, (proxy, method, arguments) -> {
                    onSignal(save);
                    return null;
                });
        for (String name : new String[] {"INT", "TERM"}) {
            Object signal = signalClass.getConstructor(String.class).newInstance(name);
            handlersBefore.put(signal, handle.invoke(null, signal, handler));
        }
    }

    /** The first signal calls {@code save}, the second ends the process at once. */
    static Signals onInterrupt(Runnable save) {
        try {
            return new Signals(save);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java cannot handle signals", e);
        }
    }

    private synchronized void onSignal(Runnable save) {
        if (interrupted) {
            Runtime.getRuntime().halt(Main.INTERRUPTED);
        }
        interrupted = true;
        save.run();
    }

    @Override
    public void close() {
        handlersBefore.forEach((signal, before) -> {
            try {
                handle.invoke(null, signal, before);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
