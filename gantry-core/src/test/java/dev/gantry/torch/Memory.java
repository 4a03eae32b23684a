package dev.gantry.torch;

import org.bytedeco.javacpp.Pointer;

/** This process's memory, for tests that look for leaks. */
public final class Memory {
    private Memory() {}

    /** Resident bytes; what Java itself holds is collected first. */
    public static long resident() {
        System.gc();
        return Pointer.physicalBytes();
    }
}
