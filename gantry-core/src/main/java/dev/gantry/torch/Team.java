package dev.gantry.torch;

import static org.bytedeco.pytorch.global.torch.get_num_threads;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Context;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share out work which comes in many short pieces, each piece in as many parts as there are threads; the
 * caller is one of them. Operations inside a part use one thread.
 *
 * <p>libtorch's own threads are started and awaited inside every operation, a hundred times a step: they either spin,
 * and starve a busy machine, or sleep, and wake too late. Here a thread that waits spins for microseconds, then offers
 * its core to others without sleeping, and sleeps only where nothing has come for about a millisecond.
 *
 * <p>Numbers nearer to zero than the smallest normal one (1.2e-38 in float32) count as zero here. A unit that has died
 * leaves its weights a gradient of zero, Adam's first moment then shrinks by a tenth a step, stays at one of the
 * smallest subnormal numbers for ever, and a processor takes a hundred cycles for what it otherwise does in one.
 */
public final class Team implements AutoCloseable {
    private static final int SPINS = 300;
    private static final int YIELDS = 3_000;

    private final List<Thread> members = new ArrayList<>();
    private final AtomicInteger working = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final int size;
    private volatile int pieces;
    private volatile boolean closed;
    private boolean leading;
    private @Nullable Work current;

    /** One part of a piece of work, in [0, size). */
    @FunctionalInterface
    public interface Work {
        void part(int part);
    }

    /** As many threads as libtorch would use on the calling thread. */
    public static Team ofThisThread() {
        return new Team(get_num_threads());
    }

    public Team(int size) {
        this.size = size;
        for (int part = 1; part < size; part++) {
            int mine = part;
            Thread member = new Thread(() -> serve(mine), "gantry-team-" + part);
            member.setDaemon(true);
            member.start();
            members.add(member);
        }
    }

    public int size() {
        return size;
    }

    /** The first of {@code count} things that belong to a part; they end where those of the next part begin. */
    public long first(int part, long count) {
        return count * part / size;
    }

    /** Lets every thread do its part, and returns when all are done. Many pieces are faster inside {@link #lead}. */
    public void run(Work work) {
        if (!leading) {
            lead(() -> run(work));
            return;
        }
        if (size == 1) {
            work.part(0);
            return;
        }
        current = work;
        working.set(size - 1);
        int next = pieces + 1;
        pieces = next; // publishes the work
        members.forEach(LockSupport::unpark);
        attempt(work, 0);
        await(() -> working.get() > 0, false);
        Throwable thrown = failure.getAndSet(null);
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        } else if (thrown instanceof Error error) {
            throw error;
        }
    }

    /** Does what comes in pieces, with the caller's libtorch operations on one thread. */
    public <T> T lead(Supplier<T> work) {
        if (leading) {
            return work.get();
        }
        leading = true;
        int before = get_num_threads();
        if (before > 1) {
            set_num_threads(1);
        }
        Context.setFlushDenormal(true);
        try (Scope scope = new Scope();
                NoGrad guard = new NoGrad()) {
            return work.get();
        } finally {
            leading = false;
            Context.setFlushDenormal(false);
            if (before > 1) {
                set_num_threads(before);
            }
        }
    }

    /** As {@link #lead(Supplier)}. */
    public void lead(Runnable work) {
        lead(() -> {
            work.run();
            return this;
        });
    }

    private void serve(int part) {
        set_num_threads(1);
        Context.setFlushDenormal(true);
        int served = 0;
        try (NoGrad guard = new NoGrad()) {
            while (true) {
                int last = served;
                await(() -> pieces == last && !closed, true);
                Work now = current;
                if (closed || now == null) {
                    return;
                }
                served = pieces;
                attempt(now, part);
                working.decrementAndGet();
            }
        }
    }

    private void attempt(Work now, int part) {
        try (Scope scope = new Scope()) {
            now.part(part);
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    private interface Condition {
        boolean holds();
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: it is what makes a busy machine bearable
    private static void await(Condition waiting, boolean maySleep) {
        for (int tries = 0; waiting.holds(); tries++) {
            if (tries < SPINS) {
                Thread.onSpinWait();
            } else if (!maySleep || tries < SPINS + YIELDS) {
                Thread.yield();
            } else {
                LockSupport.park();
            }
        }
    }

    /** Ends the threads. */
    @Override
    public void close() {
        closed = true;
        members.forEach(LockSupport::unpark);
        for (Thread member : members) {
            boolean interrupted = false;
            while (member.isAlive()) {
                try {
                    member.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
