package org.floatingip.examples.jenkins;

import com.cloudbees.groovy.cps.CpsTransformer;
import com.cloudbees.groovy.cps.NonCPS;
import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyCodeSource;
import java.net.MalformedURLException;
import java.nio.file.Path;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.customizers.ImportCustomizer;

/**
 * Compiles a library and a Jenkinsfile as Jenkins does: the CPS transformation, the same automatic imports, {@code vars} and
 * {@code src} as class path, the trusted library's loader as parent of the pipeline's, which calls its class WorkflowScript.
 */
final class Scripts {

    private final GroovyClassLoader trusted;
    private final GroovyClassLoader pipeline;
    private final Class<?> main;

    Scripts(Path library, String jenkinsfile) {
        try {
            trusted = new GroovyClassLoader(Scripts.class.getClassLoader(), configuration());
            trusted.addURL(library.resolve("vars").toUri().toURL());
            trusted.addURL(library.resolve("src").toUri().toURL());
            trusted.addURL(Path.of("test/resources/pipeline").toUri().toURL());
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
        pipeline = new GroovyClassLoader(trusted, configuration());
        main = pipeline.parseClass(new GroovyCodeSource(jenkinsfile, "WorkflowScript.groovy", "/pipeline"));
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

    /** By which everything of this build is loaded, the Jenkinsfile's own classes too. */
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
