package org.floatingip.cli.internal;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that gives a result: what it may take, and how it is said. */
final class OutputOptions {

    /** Where results are for. */
    enum Output {
        text,
        json
    }

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            converter = Seconds.class,
            description = "The time limit of the whole command; default ${DEFAULT-VALUE}.")
    long timeoutSeconds;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            description =
                    "Text for people, or one JSON object on standard output for scripts; default ${DEFAULT-VALUE}.")
    Output output = Output.text;

    @Option(names = "--debug", description = "Show what goes over the wire, and stack traces, on standard error.")
    boolean debug;

    Duration timeout() {
        return Duration.ofSeconds(timeoutSeconds);
    }

    /** A positive number of seconds. */
    static final class Seconds implements ITypeConverter<Long> {

        @Override
        public Long convert(String value) {
            if (!value.matches("[1-9][0-9]{0,5}")) {
                throw new TypeConversionException("not a timeout: \"" + value + "\": expected 1 to 999999 seconds");
            }
            return Long.valueOf(value);
        }
    }
}
