package dev.gantry.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This command in another process, by the same Java with the same options and classes. */
final class OwnJava {
    private OwnJava() {}

    /** The words that start a subcommand; its own follow. */
    static List<String> command(String subcommand) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                subcommand));
        return command;
    }
}
