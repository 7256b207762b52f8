package org.floatingip.lab.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The two tables of docs/clients.md. */
final class ClientsPage {

    private static final Path PAGE = Path.of("../docs/clients.md");
    private static final String BEGIN = "<!-- table of %s: made by ClientsIT -->\n";
    private static final String END = "<!-- end of table -->\n";

    /** So much may a time differ from the page's, on a machine that has other things to do; how it ended may not. */
    private static final int TOLERATED_SECONDS = 3;

    private final String name;
    private final List<Fate> fates;
    private final Map<ClientCase, Map<Fate, Outcome>> outcomes;
    private final List<ClientCase> cases;

    private ClientsPage(String name, List<Fate> fates, Map<ClientCase, Map<Fate, Outcome>> outcomes) {
        this.name = name;
        this.fates = fates;
        this.outcomes = outcomes;
        this.cases = outcomes.keySet().stream()
                .filter(one -> one.fates().equals(fates))
                .toList();
    }

    /** Both, with what was measured. */
    static List<ClientsPage> tables(Map<ClientCase, Map<Fate, Outcome>> outcomes) {
        return List.of(
                new ClientsPage("open connections", Fate.OF_OPEN_CONNECTIONS, outcomes),
                new ClientsPage("new connections", Fate.OF_NEW_CONNECTIONS, outcomes));
    }

    private String head() {
        return "| client | what is set | what it does | "
                + fates.stream().map(fate -> fate.words).collect(Collectors.joining(" | "))
                + " |\n|---|---|---|" + "---|".repeat(fates.size()) + "\n";
    }

    private static String begin(ClientCase one) {
        return "| " + one.client() + " | " + one.setting() + " | " + one.doing().words + " |";
    }

    /** Writes what was measured. */
    void write() {
        StringBuilder table = new StringBuilder(head());
        for (ClientCase one : cases) {
            table.append(begin(one));
            for (Fate fate : fates) {
                table.append(' ').append(outcomes.get(one).get(fate).cell()).append(" |");
            }
            table.append('\n');
        }
        String text = read();
        int from = from(text);
        try {
            Files.writeString(PAGE, text.substring(0, from) + table + text.substring(text.indexOf(END, from)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the page says something else than what was measured. */
    List<String> differences() {
        String text = read();
        int from = from(text);
        List<String> lines =
                text.substring(from, text.indexOf(END, from)).lines().toList();
        int head = (int) head().lines().count();
        List<String> differences = new ArrayList<>();
        if (!text.startsWith(head(), from) || lines.size() != head + cases.size()) {
            return List.of("the table of " + name + " has another head, or other rows");
        }
        for (int row = 0; row < cases.size(); row++) {
            ClientCase one = cases.get(row);
            String line = lines.get(head + row);
            if (!line.startsWith(begin(one))) {
                differences.add("not the row of " + one.name() + ": " + line);
                continue;
            }
            String[] cells = line.substring(begin(one).length()).split("\\|", -1);
            for (int column = 0; column < fates.size(); column++) {
                Fate fate = fates.get(column);
                Outcome outcome = outcomes.get(one).get(fate);
                if (!outcome.isAsIn(cells[column].strip(), TOLERATED_SECONDS)) {
                    differences.add(one.name() + ", " + fate.words + ": the page has '" + cells[column].strip()
                            + "', and this was " + outcome.cell() + " " + outcome);
                }
            }
        }
        return differences;
    }

    private int from(String text) {
        String begin = BEGIN.formatted(name);
        assertThat(text).as("docs/clients.md").contains(begin);
        return text.indexOf(begin) + begin.length();
    }

    private static String read() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
