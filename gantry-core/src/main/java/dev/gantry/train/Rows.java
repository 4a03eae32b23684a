package dev.gantry.train;

import dev.gantry.torch.Scope;
import dev.gantry.torch.Team;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * A tensor and, for each part of a team, a view of the rows that are its own. Kept until it is closed.
 *
 * @param parts as many as the team has; a part without rows is empty
 */
record Rows(Tensor whole, List<Tensor> parts) implements AutoCloseable {

    /** Views of a tensor that somebody else keeps, or a new one. Inside a scope, without gradient recording. */
    static Rows of(Team team, Tensor tensor) {
        long rows = tensor.size(0);
        List<Tensor> parts = IntStream.range(0, team.size())
                .mapToObj(part -> {
                    long first = team.first(part, rows);
                    return Scope.keep(tensor.narrow(0, first, team.first(part + 1, rows) - first));
                })
                .toList();
        return new Rows(Scope.keep(tensor), parts);
    }

    Tensor part(int part) {
        return parts.get(part);
    }

    /** Whether there is anything to do for a part. */
    boolean isEmpty(int part) {
        return parts.get(part).size(0) == 0;
    }

    @Override
    public void close() {
        Scope.release(whole);
        parts.forEach(Scope::release);
    }
}
