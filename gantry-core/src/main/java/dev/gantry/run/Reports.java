package dev.gantry.run;

import dev.gantry.GantryException;
import dev.gantry.checkpoint.RunFolder;
import dev.gantry.config.Configs;
import dev.gantry.config.DataConfig;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Distribution;
import dev.gantry.data.Scaling;
import dev.gantry.data.Toys;
import dev.gantry.metric.ScoreFamily;
import dev.gantry.objective.Objective;
import dev.gantry.report.RunReport;
import dev.gantry.train.Objectives;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plots and report.html of a run, drawn anew from its files; needs no natives. */
public final class Reports {
    private Reports() {}

    /**
     * Redraws the plots of a run and writes its report.html; a run that is still training is fine.
     *
     * @return the page
     * @throws GantryException where the folder is no run's, or one of its files is damaged
     */
    public static Path write(Path runFolder) {
        RunFolder folder = RunFolder.open(runFolder);
        RunConfig config = Configs.load(folder.config(), List.of());
        RunReport.render(folder.path(), subject(folder, config), true);
        return folder.path().resolve("report.html");
    }

    /** As {@link #write} with the animation that is there. */
    static void refresh(RunFolder folder, RunConfig config) {
        RunReport.render(folder.path(), subject(folder, config), false);
    }

    private static RunReport.Subject subject(RunFolder folder, RunConfig config) {
        Distribution distribution = config.data() instanceof DataConfig.Toy toy ? Toys.of(toy) : null;
        return subject(config, distribution, columns(folder, config));
    }

    /** The names of the data's columns, which the checkpoints keep; empty before the first, and where it is damaged. */
    private static List<String> columns(RunFolder folder, RunConfig config) {
        if (!(config.data() instanceof DataConfig.Csv)) {
            return List.of();
        }
        try {
            return CheckpointFormat.newest(folder)
                    .flatMap(CheckpointFormat::scaling)
                    .map(Scaling::columns)
                    .orElse(List.of());
        } catch (GantryException e) {
            return List.of(); // a report is worth more than the names at its axes
        }
    }

    /** What the report of a run is about. */
    static RunReport.Subject subject(RunConfig config, @Nullable Distribution distribution, List<String> columns) {
        Objective objective = Objectives.of(config.objective());
        return new RunReport.Subject(
                config.name(),
                config.description(),
                Configs.print(config),
                distribution,
                columns,
                objective.equilibriumD(config.train().batch())
                        * config.objective().discriminatorWeight(),
                objective.equilibriumG(config.train().batch()),
                Set.copyOf(ScoreFamily.allNames()),
                config.evaluate().samples());
    }
}
