package dev.gantry.train;

import dev.gantry.model.DenseLayer;
import dev.gantry.model.Discriminator;
import dev.gantry.nn.Parameters;
import dev.gantry.nn.Pass;
import dev.gantry.nn.SampleShape;
import dev.gantry.torch.Engine;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * D as the game uses it: on packs of samples (PacGAN, Lin et al. 2018; a pack of one is a sample), with logits as a
 * vector. A pack of points is one longer point, a pack of images one image with more channels.
 */
final class Judge {
    private final Discriminator discriminator;
    private final int[] packShape;
    private final boolean joint;

    Judge(GameSetup setup, Parameters parameters) {
        packShape = setup.shape().clone();
        packShape[0] = Math.multiplyExact(packShape[0], setup.pack());
        joint = setup.jointBatch();
        discriminator = setup.discriminator().build(parameters, packShape, setup.seeds().stream("init.discriminator"));
    }

    /** D's layers, where it is dense layers and nothing else. */
    List<DenseLayer> denseLayers() {
        return discriminator.denseLayers();
    }

    /** Logits of real and of generated packs. */
    record Pair(Tensor real, Tensor fake) {}

    /** [N, shape of a sample...] -> [N / pack, shape of a pack...]. */
    Tensor packed(Tensor samples) {
        return samples.reshape(SampleShape.batch(packShape, -1));
    }

    /** Both kinds, as one batch or as two. */
    Pair both(Tensor real, Tensor fake, Pass pass) {
        if (!joint) {
            return new Pair(judge(real, pass).logits(), judge(fake, pass).logits());
        }
        long count = real.size(0);
        Tensor logits = judge(torch.cat(new TensorVector(real, fake), 0), pass).logits();
        return new Pair(logits.narrow(0, 0, count), logits.narrow(0, count, fake.size(0)));
    }

    /** What D says of packs, logits as [N]. */
    Discriminator.Judgement judge(Tensor packs, Pass pass) {
        Discriminator.Judgement judgement = discriminator.judge(packs, pass);
        Tensor logits = judgement.logits(); // [N] or [N, 1]
        long count = packs.size(0);
        if (logits.dim() == 2) {
            Engine.requireShape("output of the discriminator", logits, count, 1);
            return new Discriminator.Judgement(logits.view(count), judgement.codes());
        }
        Engine.requireShape("output of the discriminator", logits, count);
        return judgement;
    }
}
