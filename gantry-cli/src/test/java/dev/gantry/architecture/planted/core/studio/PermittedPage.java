package dev.gantry.architecture.planted.core.studio;

import dev.gantry.architecture.planted.core.event.PlantedStudio;
import java.util.List;

public record PermittedPage(List<PlantedStudio> events) {}
