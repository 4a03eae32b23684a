package dev.gantry.architecture.planted.parser.cli;

import picocli.CommandLine;

public record Permitted(CommandLine command) {}
