package dev.gantry.train;

import dev.gantry.torch.Engine;
import dev.gantry.torch.Team;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** A matrix that the members of a team add up: each gives a matrix of its own, and then completes its own rows of the sum. */
final class TeamSum implements AutoCloseable {
    private final Rows sum;

    /** What members other than the first give; the first writes into the sum. */
    private final List<Rows> others;

    /** For each member, its rows of what the others give. */
    private final List<List<Tensor>> toAdd;

    /** Inside {@link Team#lead}. */
    TeamSum(Engine engine, Team team, long rows, long columns) {
        sum = Rows.of(team, engine.zeros(rows, columns));
        others = IntStream.range(1, team.size())
                .mapToObj(part -> Rows.of(team, engine.zeros(rows, columns)))
                .toList();
        toAdd = IntStream.range(0, team.size())
                .mapToObj(part -> others.stream().map(other -> other.part(part)).toList())
                .toList();
    }

    /** Where a member puts what it gives, [rows, columns]. */
    Tensor given(int part) {
        return part == 0 ? sum.whole() : others.get(part - 1).whole();
    }

    /** What a member adds to its own rows of the sum, after all have given. */
    List<Tensor> toAdd(int part) {
        return toAdd.get(part);
    }

    /** The sum, where every member has completed its rows. */
    Rows sum() {
        return sum;
    }

    @Override
    public void close() {
        sum.close();
        others.forEach(Rows::close);
    }
}
