package org.floatingip.examples.jenkins;

import com.cloudbees.groovy.cps.CpsTransformer;
import com.cloudbees.groovy.cps.NonCPS;
import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyCodeSource;
import java.net.MalformedURLException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.customizers.ImportCustomizer;

/**
 * Compiles libraries and a Jenkinsfile as Jenkins does: with the CPS transformation and the same automatic imports. One loader
 * has {@code vars} and {@code src} of all libraries that the Jenkinsfile names, since all of them are trusted. It is the parent
 * of the pipeline's loader, which calls its class WorkflowScript.
 */
final class Scripts {

    /** As the two are set up in a Jenkins; none is loaded implicitly. */
    private static final Map<String, Path> LIBRARIES =
            Map.of("vip", Path.of("."), "vip-on-controller", Path.of("on-controller"));

    private static final Pattern NAMED = Pattern.compile("@Library\\((?<names>[^)]*)\\)");
    private static final Pattern NAME = Pattern.compile("'([^']*)'");

    private final GroovyClassLoader trusted;
    private final GroovyClassLoader pipeline;
    private final Class<?> main;

    Scripts(String jenkinsfile) {
        List<String> libraries = libraries(jenkinsfile);
        ClassLoader controller = Scripts.class.getClassLoader();
        trusted = new GroovyClassLoader(
                libraries.contains("vip-on-controller") ? controller : new WithoutJavaApi(controller), configuration());
        for (String library : libraries) {
            add(LIBRARIES.get(library).resolve("src"));
            add(LIBRARIES.get(library).resolve("vars"));
        }
        add(Path.of("test/resources/pipeline"));
        pipeline = new GroovyClassLoader(trusted, configuration());
        main = pipeline.parseClass(new GroovyCodeSource(jenkinsfile, "WorkflowScript.groovy", "/pipeline"));
    }

    private static List<String> libraries(String jenkinsfile) {
        List<String> found = new ArrayList<>();
        Matcher annotation = NAMED.matcher(jenkinsfile);
        while (annotation.find()) {
            Matcher name = NAME.matcher(annotation.group("names"));
            while (name.find()) {
                found.add(name.group(1));
            }
        }
        if (!LIBRARIES.keySet().containsAll(found)) {
            throw new IllegalArgumentException("could not find any definition of libraries " + found);
        }
        return found;
    }

    private void add(Path folder) {
        try {
            trusted.addURL(folder.toUri().toURL());
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static CompilerConfiguration configuration() {
        ImportCustomizer imports = new ImportCustomizer();
        imports.addStarImports(NonCPS.class.getPackage().getName());
        imports.addImports(Library.class.getName());
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.addCompilationCustomizers(imports);
        configuration.addCompilationCustomizers(new CpsTransformer());
        configuration.setScriptBaseClass(PipelineScript.class.getName());
        return configuration;
    }

    /** Returns the loader of everything in this build, including the Jenkinsfile's own classes. */
    ClassLoader loader() {
        return pipeline;
    }

    PipelineScript newPipeline() {
        return (PipelineScript) newInstance(main);
    }

    Object newInstance(String type) {
        try {
            return newInstance(trusted.loadClass(type));
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Object newInstance(Class<?> type) {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
