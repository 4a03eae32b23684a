package dev.gantry.event;

/** Hears what happens in a run, on the training thread: work long and the run waits. */
@FunctionalInterface
public interface RunListener {
    void on(RunEvent event);
}
