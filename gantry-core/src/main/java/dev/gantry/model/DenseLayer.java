package dev.gantry.model;

import dev.gantry.config.ActivationConfig;
import org.bytedeco.pytorch.Tensor;

/**
 * A layer of a network that is dense layers and nothing else: the activation of W x + b, then dropout.
 *
 * @param weight W, [out, in]
 * @param bias b, [out]
 * @param activation of each element
 * @param dropout share that training drops
 */
public record DenseLayer(Tensor weight, Tensor bias, ActivationConfig activation, double dropout) {}
