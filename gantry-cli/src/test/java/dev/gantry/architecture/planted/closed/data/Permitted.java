package dev.gantry.architecture.planted.closed.data;

public sealed class Permitted {
    public static final class PermittedFinal extends Permitted {}

    public abstract static class PermittedAbstract {}

    public record PermittedRecord() {}

    public interface PermittedInterface {}

    public @interface PermittedAnnotation {}

    public enum PermittedEnum {
        PLAIN,
        WITH_BODY {
            @Override
            int value() {
                return 1;
            }
        };

        int value() {
            return 0;
        }
    }

    public static Object anonymous() {
        return new Object() {};
    }
}
