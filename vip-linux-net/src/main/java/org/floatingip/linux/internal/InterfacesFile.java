package org.floatingip.linux.internal;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One file of {@code interfaces(5)}, read as far as we need it: which stanzas are in it, which of them are ours, and what other
 * files it reads. It reads as ifupdown 0.8 does, and refuses where it can't be sure to. Immutable.
 */
public final class InterfacesFile {

    static final String MARKER = "vip-address";

    private static final Set<String> COMMANDS = Set.of("pre-up", "up", "down", "post-down");

    private final List<Iface> ifaces = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();

    /** An option of a stanza; {@code post-up} is {@code up} and {@code pre-down} is {@code down}, as in ifquery. */
    public record Option(String name, String value) {}

    /** A stanza: the logical interface, family and method, and its options in order. */
    public record Iface(String name, String family, String method, List<Option> options) {

        /** The floating IP that this stanza of ours is for; null if it is not ours. */
        public @Nullable String vipAddress() {
            return options.stream()
                    .filter(option -> option.name().equals(MARKER))
                    .map(Option::value)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** A line that reads other files; the pattern is absolute. */
    public record Source(int line, boolean directory, String pattern) {}

    private InterfacesFile() {}

    /**
     * Reads a file.
     *
     * @param path where it lies, for messages and for relative patterns
     * @param text what is in it, a character for each byte
     * @throws IllegalArgumentException if it can't be read, or can't be understood with certainty; the message says where
     */
    public static InterfacesFile parse(String path, String text) {
        InterfacesFile file = new InterfacesFile();
        new Parser(path, file).parse(InterfacesLines.of(path, text));
        return file;
    }

    /** The stanzas, in order. */
    public List<Iface> ifaces() {
        return List.copyOf(ifaces);
    }

    /** The lines that read other files, in order. */
    public List<Source> sources() {
        return List.copyOf(sources);
    }

    /**
     * Whether a line of this file reads that one. What the files that it reads may read in turn is not followed.
     *
     * @param path an absolute path; the file need not be there
     */
    public boolean reads(String path) {
        int slash = path.lastIndexOf('/');
        String folder = path.substring(0, slash);
        return sources.stream()
                .anyMatch(source -> source.directory()
                        // A folder's files are read whose names run-parts would take.
                        ? source.pattern().replaceAll("/+$", "").equals(folder)
                                && path.substring(slash + 1).matches("[A-Za-z0-9_-]+")
                        : FileSystems.getDefault()
                                .getPathMatcher("glob:" + source.pattern())
                                .matches(Path.of(path)));
    }

    /** Why the files in that folder are not read, as far as this file shows it. */
    public String whyUnread(String folder) {
        List<Source> near = sources.stream()
                .filter(source -> source.pattern().startsWith(folder))
                .toList();
        if (near.isEmpty()) {
            return "no line of it reads " + folder + "; add \"source " + folder + "/*\"";
        }
        Source last = near.get(near.size() - 1);
        return "line " + last.line() + " reads only " + last.pattern();
    }

    private static final class Parser {

        private final String path;
        private final InterfacesFile file;
        private @Nullable List<Option> options;
        private boolean inMapping;
        private boolean mappingHasScript;

        Parser(String path, InterfacesFile file) {
            this.path = path;
            this.file = file;
        }

        void parse(List<InterfacesLines.Line> lines) {
            lines.forEach(this::parse);
        }

        private void parse(InterfacesLines.Line line) {
            String word = line.firstWord();
            if (word.equals("mapping")) {
                begin(null, true);
            } else if (word.equals("source") || word.startsWith("source-dir")) {
                begin(null, false);
                file.sources.add(source(line, word.length() > "source".length()));
            } else if (word.equals("iface")) {
                iface(line);
            } else if (isNameList(word)) {
                begin(null, false);
            } else if (options != null) {
                option(options, line);
            } else if (inMapping && (word.equals("script") || word.equals("map"))) {
                if (word.equals("script") && mappingHasScript) {
                    throw problem(line, "a second script in one mapping");
                }
                mappingHasScript |= word.equals("script");
            } else {
                throw problem(line, "\"" + word + "\" does not belong here");
            }
        }

        private static boolean isNameList(String word) {
            return word.equals("auto")
                    || word.equals("no-auto-down")
                    || word.equals("no-scripts")
                    || word.equals("rename")
                    || (word.startsWith("allow-") && word.length() > "allow-".length());
        }

        private void begin(@Nullable List<Option> stanza, boolean mapping) {
            options = stanza;
            inMapping = mapping;
            mappingHasScript = false;
        }

        private Source source(InterfacesLines.Line line, boolean directory) {
            String pattern = line.rest();
            if (pattern.isEmpty()) {
                throw problem(line, "nothing to read is named");
            }
            String absolute =
                    pattern.startsWith("/") ? pattern : path.substring(0, path.lastIndexOf('/') + 1) + pattern;
            return new Source(line.number(), directory, absolute);
        }

        private void iface(InterfacesLines.Line line) {
            List<String> words = line.restWords();
            if (words.isEmpty()) {
                throw problem(line, "iface without a name");
            }
            String family = words.size() > 1 && InterfacesMethods.isFamily(words.get(1)) ? words.get(1) : null;
            int next = family == null ? 1 : 2;
            String method = family != null && words.size() > 2 && InterfacesMethods.isMethod(family, words.get(2))
                    ? words.get(2)
                    : null;
            next += method == null ? 0 : 1;
            boolean inherits = words.size() > next && words.get(next).equals("inherits");
            if (method == null && !inherits) {
                throw problem(line, "iface without a family and method that are known");
            }
            List<Option> stanza = new ArrayList<>();
            if (inherits) {
                Iface from = inherited(line, words.size() > next + 1 ? words.get(next + 1) : null, family);
                stanza.addAll(from.options());
                family = family == null ? from.family() : family;
                method = method == null ? from.method() : method;
            }
            file.ifaces.add(new Iface(words.get(0), String.valueOf(family), String.valueOf(method), stanza));
            begin(stanza, false);
        }

        private Iface inherited(InterfacesLines.Line line, @Nullable String name, @Nullable String family) {
            if (name == null) {
                throw problem(line, "inherits without a name");
            }
            Stream<Iface> candidates =
                    file.ifaces.stream().filter(iface -> iface.name().equals(name));
            return candidates
                    .filter(iface -> family == null || iface.family().equals(family))
                    .findFirst()
                    .orElseThrow(
                            () -> problem(line, "it inherits from " + name + ", which is not in this file before it"));
        }

        private void option(List<Option> stanza, InterfacesLines.Line line) {
            String value = line.rest();
            if (value.isEmpty()) {
                throw problem(line, "\"" + line.firstWord() + "\" without a value");
            }
            String name = switch (line.firstWord()) {
                case "post-up" -> "up";
                case "pre-down" -> "down";
                default -> line.firstWord();
            };
            if (name.endsWith("?")) {
                throw problem(line, "an option with a question mark");
            }
            if (!COMMANDS.contains(name)) {
                for (int i = 0; i < stanza.size(); i++) {
                    if (stanza.get(i).name().equals(name)) {
                        stanza.set(i, new Option(name, stanza.get(i).value() + "\n" + value));
                        return;
                    }
                }
            }
            stanza.add(new Option(name, value));
        }

        private IllegalArgumentException problem(InterfacesLines.Line line, String what) {
            return new IllegalArgumentException(path + ":" + line.number() + ": " + what);
        }
    }
}
