package dev.gantry.architecture.planted.parser.run;

import picocli.CommandLine;

public record Planted(CommandLine command) {}
