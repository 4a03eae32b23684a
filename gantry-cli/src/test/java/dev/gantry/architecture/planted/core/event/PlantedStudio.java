package dev.gantry.architecture.planted.core.event;

import dev.gantry.architecture.planted.core.studio.PermittedPage;

public record PlantedStudio(PermittedPage page) {}
