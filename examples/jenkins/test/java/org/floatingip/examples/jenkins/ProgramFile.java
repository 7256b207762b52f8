package org.floatingip.examples.jenkins;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jboss.marshalling.Marshaller;
import org.jboss.marshalling.Marshalling;
import org.jboss.marshalling.MarshallingConfiguration;
import org.jboss.marshalling.SimpleClassResolver;
import org.jboss.marshalling.Unmarshaller;
import org.jboss.marshalling.river.RiverMarshallerFactory;

/** The suspended program on disk, in the format of Jenkins' {@code program.dat}. */
final class ProgramFile {

    private static final RiverMarshallerFactory RIVER = new RiverMarshallerFactory();

    private ProgramFile() {}

    static void write(Path file, Object program, ClassLoader loader) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(part);
                Marshaller marshaller = RIVER.createMarshaller(configuration(loader))) {
            marshaller.start(Marshalling.createByteOutput(out));
            marshaller.writeObject(program);
            marshaller.finish();
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static Object read(Path file, ClassLoader loader) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                Unmarshaller unmarshaller = RIVER.createUnmarshaller(configuration(loader))) {
            unmarshaller.start(Marshalling.createByteInput(in));
            Object program = unmarshaller.readObject();
            unmarshaller.finish();
            return program;
        } catch (ClassNotFoundException e) {
            throw new IOException("the program needs a class that is not there any more", e);
        }
    }

    private static MarshallingConfiguration configuration(ClassLoader loader) {
        MarshallingConfiguration configuration = new MarshallingConfiguration();
        configuration.setClassResolver(new SimpleClassResolver(loader));
        return configuration;
    }
}
