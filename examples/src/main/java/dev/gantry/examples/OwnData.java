package dev.gantry.examples;

import dev.gantry.config.Configs;
import dev.gantry.config.RunConfig;
import dev.gantry.data.Dataset;
import dev.gantry.event.RunListener;
import dev.gantry.run.Run;
import dev.gantry.run.RunResult;
import java.nio.file.Path;
import java.util.List;

/** Data of your own: anything that can copy its sample of an index into an array. */
public final class OwnData {
    private OwnData() {}

    /** Points along one turn of a spiral from the origin out to (1, 0). */
    public static final class Spiral implements Dataset {
        private static final int SIZE = 2000;

        @Override
        public int[] shape() {
            return new int[] {2};
        }

        @Override
        public int size() {
            return SIZE;
        }

        @Override
        public void copy(int index, float[] target, int offset) {
            double radius = (index + 0.5) / SIZE;
            double angle = 2 * Math.PI * radius;
            target[offset] = (float) (radius * Math.cos(angle));
            target[offset + 1] = (float) (radius * Math.sin(angle));
        }
    }

    /** The type custom says that the program brings the data. */
    public static RunConfig config() {
        return Configs.parse("""
                name: own-data
                data: {type: custom, source: spiral}
                latent: {size: 2}
                generator:
                  type: mlp
                  hidden: [64, 64]
                  activation: leaky-relu
                  optimizer: {type: adam, lr: 0.002, betas: [0.5, 0.999]}
                discriminator:
                  type: mlp
                  hidden: [64, 64]
                  activation: leaky-relu
                  optimizer: {type: adam, lr: 0.002, betas: [0.5, 0.999]}
                train: {batch: 100, epochs: 60}
                ema: {decay: 0.99}
                output: {tick: 10000}
                """, "OwnData", List.of());
    }

    /** Trains on the spiral in a new folder. */
    public static RunResult train(Path folder, RunListener listener) {
        return Run.of(config()).into(folder).data(new Spiral()).start(listener).result();
    }
}
