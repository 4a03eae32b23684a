package dev.gantry.nn;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Layers, one after the other. */
public record Sequence(List<Layer> layers) implements Layer {
    public Sequence {
        layers = List.copyOf(layers);
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        for (Layer layer : layers) {
            x = layer.forward(x, pass);
        }
        return x;
    }
}
