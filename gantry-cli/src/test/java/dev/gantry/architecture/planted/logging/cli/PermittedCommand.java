package dev.gantry.architecture.planted.logging.cli;

import java.util.logging.Logger;

public record PermittedCommand(Logger logger) {}
