package dev.gantry.train;

import dev.gantry.model.DenseLayer;
import java.util.List;

/**
 * A player whose network is dense layers.
 *
 * @param layers from the input on, which hold the player's parameters in their order
 */
record DensePlayer(Player player, List<DenseLayer> layers) {}
