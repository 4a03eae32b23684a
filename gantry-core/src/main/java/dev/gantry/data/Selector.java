package dev.gantry.data;

import dev.gantry.config.DataConfig.Selection;
import dev.gantry.random.Seeds;
import java.util.List;

/** Chooses samples by class and number. */
final class Selector {
    private Selector() {}

    /**
     * The chosen samples in the order of the data; the data itself where all are.
     *
     * @param classNames names of the classes, where they have any
     * @throws dev.gantry.GantryException a request if the data has no such class, or no classes at all
     */
    static Dataset select(Dataset all, List<String> classNames, Selection selection, Seeds seeds) {
        if (selection.equals(Selection.ALL)) {
            return all;
        }
        throw new UnsupportedOperationException(selection.toString() + classNames + seeds);
    }
}
