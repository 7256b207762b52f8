package org.floatingip.lab.api;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.cmp.JarArchiveComparatorOptions.ClassPathMode;
import japicmp.model.AccessModifier;
import japicmp.model.JApiBehavior;
import japicmp.model.JApiChangeStatus;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibility;
import japicmp.model.JApiCompatibilityChange;
import japicmp.model.JApiField;
import japicmp.model.JApiImplementedInterface;
import japicmp.model.JApiMethod;
import japicmp.model.JApiParameter;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An incompatible change, as japicmp finds it.
 *
 * @param change its name there, such as {@code METHOD_REMOVED}
 * @param member the class, or the member with the types of its parameters
 * @param binary true if programs that were compiled before fail at run time
 */
record Break(String change, String member, boolean binary) implements Comparable<Break> {

    /** All between the jars of one version and those of another; types of others that are on no class path are taken as they are. */
    static Set<Break> between(List<Path> before, List<Path> after, String classPath) {
        JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
        options.setAccessModifier(AccessModifier.PROTECTED);
        options.setNoAnnotations(true);
        options.getIgnoreMissingClasses().setIgnoreAllMissingClasses(true);
        options.setClassPathMode(ClassPathMode.TWO_SEPARATE_CLASSPATHS);
        List<String> entries = List.of(classPath.split(File.pathSeparator, -1));
        options.setOldClassPath(entries);
        options.setNewClassPath(entries);
        Set<Break> breaks = new TreeSet<>();
        for (JApiClass each :
                new JarArchiveComparator(options).compare(archives(before, "before"), archives(after, "after"))) {
            collect(each, breaks);
        }
        return breaks;
    }

    private static List<JApiCmpArchive> archives(List<Path> jars, String version) {
        return jars.stream()
                .map(jar -> new JApiCmpArchive(jar.toFile(), version))
                .toList();
    }

    private static void collect(JApiClass type, Set<Break> breaks) {
        String name = type.getFullyQualifiedName();
        add(type, name, breaks);
        if (type.getChangeStatus() == JApiChangeStatus.REMOVED) {
            return;
        }
        if (!type.isOldClassExtendable()) {
            // It implements what is new in its interface, and nobody else had to.
            breaks.removeIf(each -> each.change().startsWith("METHOD_ABSTRACT_ADDED")
                    && each.member().equals(name));
        }
        add(type.getSuperclass(), name, breaks);
        for (JApiImplementedInterface each : type.getInterfaces()) {
            add(each, name + " implements " + each.getFullyQualifiedName(), breaks);
        }
        type.getConstructors().forEach(each -> add(each, name + "." + signature(each), breaks));
        for (JApiMethod each : type.getMethods()) {
            add(each, name + "." + signature(each), breaks);
            add(each.getReturnType(), name + "." + signature(each), breaks);
        }
        for (JApiField each : type.getFields()) {
            add(each, name + "." + each.getName(), breaks);
        }
    }

    private static String signature(JApiBehavior behaviour) {
        return behaviour.getName()
                + behaviour.getParameters().stream()
                        .map(JApiParameter::getType)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static void add(JApiCompatibility what, String member, Set<Break> breaks) {
        for (JApiCompatibilityChange change : what.getCompatibilityChanges()) {
            if (!change.isBinaryCompatible() || !change.isSourceCompatible()) {
                breaks.add(new Break(change.getType().name(), member, !change.isBinaryCompatible()));
            }
        }
    }

    /** As it is written down where it is accepted. */
    String line() {
        return change + " " + member;
    }

    @Override
    public int compareTo(Break other) {
        return line().compareTo(other.line());
    }

    @Override
    public String toString() {
        return line() + "\n    "
                + (binary
                        ? "what was compiled before fails when it runs, and what uses it no longer compiles"
                        : "what uses or implements it no longer compiles");
    }
}
