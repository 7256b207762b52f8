package org.floatingip.lab.hotspots;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * The samples of one kind of a recording that were taken in vip or below it: stacks, and what each weighs.
 *
 * @param stacks of frames like {@code org.floatingip.FloatingIp.moveTo}, the outermost first
 */
record Profile(List<Stack> stacks) {

    private static final String OURS = "org.floatingip.";
    private static final String LAB = "org.floatingip.lab.";

    /** A stack, and its weight: 1, or bytes. */
    record Stack(List<String> frames, long weight) {

        /** Its innermost frame of ours, which answers for all that it calls of others; empty if it has none. */
        String own() {
            for (int i = frames.size() - 1; i >= 0; i--) {
                if (isOurs(frames.get(i))) {
                    return frames.get(i);
                }
            }
            return "";
        }

        /** Whether it ends in a library that ours called: the SDK, or AssertJ. */
        String library() {
            int own = frames.lastIndexOf(own());
            for (String frame : frames.subList(own + 1, frames.size())) {
                if (frame.startsWith("software.amazon.")) {
                    return "the AWS SDK";
                }
                if (frame.startsWith("org.assertj.")) {
                    return "AssertJ";
                }
            }
            return "";
        }
    }

    /** Samples of the processor: each counts 1. */
    static Profile ofTime(Path recording) throws IOException {
        return read(recording, "jdk.ExecutionSample", "sampledThread", event -> 1);
    }

    /** Samples of allocation, by bytes. */
    static Profile ofAllocation(Path recording) throws IOException {
        return read(recording, "jdk.ObjectAllocationSample", "eventThread", event -> event.getLong("weight"));
    }

    private static Profile read(Path recording, String type, String thread, ToLongFunction<RecordedEvent> weight)
            throws IOException {
        List<RecordedEvent> events = RecordingFile.readAllEvents(recording).stream()
                .filter(event -> event.getEventType().getName().equals(type)
                        && event.getStackTrace() != null
                        && event.getThread(thread) != null
                        && Workload.THREAD.equals(event.getThread(thread).getJavaName()))
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                // The first sample weighs all that was allocated before the recording began.
                .skip(1)
                .toList();
        List<Stack> stacks = new ArrayList<>();
        for (RecordedEvent event : events) {
            Stack stack = new Stack(frames(event.getStackTrace()), weight.applyAsLong(event));
            if (!stack.own().isEmpty()) {
                stacks.add(stack);
            }
        }
        return new Profile(List.copyOf(stacks));
    }

    /** Without what drives the workload. */
    private static List<String> frames(RecordedStackTrace trace) {
        List<String> frames = new ArrayList<>();
        for (RecordedFrame frame : trace.getFrames()) {
            RecordedMethod method = frame.getMethod();
            // The JVM's own name of a lambda is another one in each run.
            frames.add(method.getType().getName().replaceFirst("\\$\\$Lambda.*", "\\$lambda") + "." + method.getName());
        }
        Collections.reverse(frames);
        int lab = 0;
        for (int i = 0; i < frames.size(); i++) {
            if (frames.get(i).startsWith(LAB)) {
                lab = i + 1;
            }
        }
        return List.copyOf(frames.subList(lab, frames.size()));
    }

    static boolean isOurs(String frame) {
        return frame.startsWith(OURS) && !frame.startsWith(LAB);
    }

    long weight() {
        return stacks.stream().mapToLong(Stack::weight).sum();
    }

    /** What ends in a library, by its name: heaviest first. */
    Map<String, Long> libraries() {
        return heaviestFirst(stacks.stream()
                .filter(stack -> !stack.library().isEmpty())
                .collect(Collectors.groupingBy(Stack::library, Collectors.summingLong(Stack::weight))));
    }

    /** What our methods weigh with the JDK that they call, and without our methods that they call: heaviest first. */
    Map<String, Long> own() {
        return heaviestFirst(stacks.stream()
                .filter(stack -> stack.library().isEmpty())
                .collect(Collectors.groupingBy(Stack::own, Collectors.summingLong(Stack::weight))));
    }

    private static Map<String, Long> heaviestFirst(Map<String, Long> weights) {
        Map<String, Long> sorted = new LinkedHashMap<>();
        weights.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
