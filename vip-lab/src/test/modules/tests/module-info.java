open module com.example.tests {
    requires org.assertj.core;
    requires org.floatingip.testkit;
    requires org.junit.jupiter.api;
    requires org.junit.platform.launcher;
}
