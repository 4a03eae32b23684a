package dev.gantry.cli;

import picocli.CommandLine.Command;

@Command(name = "verify")
final class VerifyCommand implements Runnable {
    @Override
    public void run() {}
}
