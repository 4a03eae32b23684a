package dev.gantry.architecture.planted.cycles.event;

import dev.gantry.architecture.planted.cycles.data.Planted;
import java.util.List;

public interface PlantedBack {
    List<Planted> back();
}
