package dev.gantry.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gantry.doctor.DataSheet;
import dev.gantry.doctor.Examination;
import dev.gantry.doctor.Examination.Column;
import dev.gantry.doctor.Finding;
import dev.gantry.doctor.Machine;
import dev.gantry.run.Checkup;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A check-up as one JSON object; numbers that are not finite, and what is not known, are null. */
final class DoctorJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_LISTED = 1000;

    private DoctorJson() {}

    /**
     * @param preset what would be trained; null for the machine alone
     */
    static String line(@Nullable String preset, Checkup.Report report) {
        ObjectNode root = JSON.createObjectNode();
        root.put("preset", preset);
        put(root.putObject("machine"), report.machine());
        if (report.data() == null) {
            root.putNull("data");
        } else {
            put(root.putObject("data"), report.data());
        }
        ArrayNode findings = root.putArray("findings");
        for (Finding finding : report.findings()) {
            ObjectNode node = findings.addObject();
            node.put("level", finding.level().name().toLowerCase(Locale.ROOT));
            node.put("about", finding.about());
            node.put("finding", finding.finding());
            node.put("remedy", finding.remedy().isEmpty() ? null : finding.remedy());
        }
        return root.toString();
    }

    private static void put(ObjectNode node, Machine machine) {
        node.put("java", machine.java());
        node.put("system", machine.system());
        node.put("cores", machine.cores());
        node.put("load", machine.load());
        node.put("heap_bytes", machine.heap());
        node.put("memory_bytes", machine.memory());
        node.put("available_bytes", machine.available());
        node.put("font", machine.font().isEmpty() ? null : machine.font());
        ObjectNode places = node.putObject("places");
        for (Machine.Place place : machine.places()) {
            ObjectNode entry = places.putObject(place.name());
            entry.put("path", place.path().toString());
            entry.put("free_bytes", place.free());
            entry.put("writable", place.writable());
        }
        Machine.Natives natives = machine.natives();
        if (natives == null) {
            node.putNull("natives");
            return;
        }
        ObjectNode entry = node.putObject("natives");
        entry.put("version", natives.version());
        entry.put("platform", natives.platform());
        entry.put("instructions", natives.instructions());
        entry.put("folder", natives.folder());
        entry.put("cuda", natives.cuda());
        entry.put("matmul_auto", natives.autoPrecision().name().toLowerCase(Locale.ROOT));
    }

    private static void put(ObjectNode node, DataSheet data) {
        Examination seen = data.examination();
        node.put("description", data.description());
        seen.shape().forEach(node.putArray("shape")::add);
        node.put("count", data.endless() ? null : Integer.valueOf(seen.count()));
        node.put("held_out", data.heldOut());
        node.put("examined", seen.count());
        put(node, "smallest", seen.smallest());
        put(node, "largest", seen.largest());
        put(node, "mean", seen.mean());
        put(node, "standard_deviation", seen.deviation());
        node.put("non_finite", seen.nonFinite());
        ObjectNode generator = node.putObject("generator");
        generator.put("output", data.reach().output());
        put(generator, "low", data.reach().low());
        put(generator, "high", data.reach().high());
        generator.put("unreachable_samples", seen.unreachable());
        node.put("constant_count", seen.constant().size());
        seen.constant().stream().limit(MOST_LISTED).forEach(node.putArray("constant")::add);
        if (seen.ofImages()) {
            node.put("blank", seen.blank());
        }
        put(node.putObject("duplicates"), seen.duplicates());
        ObjectNode classes = node.putObject("classes");
        seen.classes().forEach((label, count) -> {
            if (label >= 0) {
                classes.put(name(data, label), count);
            }
        });
        node.put("without_class", seen.classes().getOrDefault(-1, 0));
        ArrayNode columns = node.putArray("columns");
        for (int i = 0; i < seen.columns().size(); i++) {
            put(columns.addObject(), data.columnName(i), data.inFile(i));
        }
        data.notes().forEach(node.putArray("notes")::add);
    }

    private static String name(DataSheet data, int label) {
        return label < data.classNames().size() ? data.classNames().get(label) : String.valueOf(label);
    }

    private static void put(ObjectNode node, Examination.Duplicates duplicates) {
        node.put("examined", duplicates.examined());
        node.put("copies", duplicates.copies());
        ArrayNode groups = node.putArray("largest");
        for (Examination.Group group : duplicates.groups()) {
            groups.addObject()
                    .put("samples", group.size())
                    .put("first", group.first())
                    .put("second", group.second());
        }
    }

    private static void put(ObjectNode node, String name, Column column) {
        node.put("name", name);
        put(node, "smallest", column.smallest());
        put(node, "largest", column.largest());
        put(node, "mean", column.mean());
        put(node, "standard_deviation", column.deviation());
        node.put("distinct", column.distinct() == 0 ? null : Integer.valueOf(column.distinct()));
    }

    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
