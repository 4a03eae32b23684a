package dev.gantry.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A key of the configuration: its default, and what it means. The one home of both. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
    /** The default, as YAML. Empty: the key is required, or, where the component is {@code @Nullable}, absent. */
    String value() default "";

    /** What it means, with unit and range. */
    String help();
}
