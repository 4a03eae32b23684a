package dev.gantry.model;

import dev.gantry.config.DiscriminatorConfig;
import dev.gantry.config.DiscriminatorConfig.ErrorMeasure;
import dev.gantry.nn.Layer;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import dev.gantry.nn.SampleShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/**
 * A discriminator that reconstructs its input: its logit is minus the error, so that high means real (EBGAN, Zhao et al.
 * 2017, equation 4; BEGAN, Berthelot et al. 2017, section 3.1).
 *
 * <p>The encoder's last layer, the code, is linear; the decoder mirrors the encoder's hidden layers.
 */
public final class Autoencoder implements Discriminator {
    private final int size;
    private final Layer encoder;
    private final Layer decoder;
    private final Layer output;
    private final ErrorMeasure error;

    public Autoencoder(
            DiscriminatorConfig.Autoencoder config, Parameters parameters, int[] shape, RandomGenerator random) {
        Dense dense = new Dense(
                new Dense.Style(
                        config.activation(), config.norm(), config.dropout(), config.init(), config.spectralNorm()),
                random);
        List<Integer> mirrored = new ArrayList<>(config.hidden());
        Collections.reverse(mirrored);
        size = SampleShape.size(shape);
        encoder = dense.stack(parameters.child("encoder"), size, config.hidden(), config.code());
        decoder = dense.stack(parameters.child("decoder"), config.code(), mirrored, size);
        dense.requireAllValuesUsed();
        output = Dense.activation(config.output());
        error = config.error();
    }

    /** [N, shape of a sample...] -> [N]. */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return judge(x, pass).logits();
    }

    /** Logits of [N], codes of [N, code]. */
    @Override
    public Judgement judge(Tensor x, Pass pass) {
        Tensor flat = x.reshape(-1, size); // [N, size]
        Tensor codes = encoder.forward(flat, pass); // [N, code]
        Tensor difference = flat.sub(output.forward(decoder.forward(codes, pass), pass)); // [N, size]
        Tensor errors = error == ErrorMeasure.ABSOLUTE ? difference.abs() : difference.square();
        return new Judgement(errors.mean(1).neg(), codes);
    }
}
