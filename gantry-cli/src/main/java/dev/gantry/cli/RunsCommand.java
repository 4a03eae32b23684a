package dev.gantry.cli;

import picocli.CommandLine.Command;

@Command(name = "runs")
final class RunsCommand implements Runnable {
    @Override
    public void run() {}
}
