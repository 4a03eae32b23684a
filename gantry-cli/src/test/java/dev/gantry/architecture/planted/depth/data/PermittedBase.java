package dev.gantry.architecture.planted.depth.data;

/** Extending what is not ours is free, and so are interfaces, and the bodies of enum constants. */
public abstract class PermittedBase extends ClassLoader {
    public interface PermittedTop {}

    public interface PermittedSub extends PermittedTop {}

    public record PermittedRecord() implements PermittedSub {}

    public enum PermittedEnum {
        WITH_BODY {
            @Override
            public String toString() {
                return "body";
            }
        }
    }
}
