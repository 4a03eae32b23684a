package dev.gantry.train;

import dev.gantry.config.ActivationConfig;
import dev.gantry.model.DenseLayer;
import dev.gantry.torch.Engine;
import dev.gantry.torch.HostMemory;
import dev.gantry.torch.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Dense layers without dropout in training, forwards and backwards by loops over plain arrays in double precision: for
 * networks so small that calling an operation of libtorch costs more than its arithmetic. Matrices have a row a feature
 * and a column a sample.
 */
final class ArrayNet implements AutoCloseable {
    private final List<Node> nodes = new ArrayList<>();
    private final List<Tensor> gradients = new ArrayList<>();
    private final Map<Integer, List<Values>> values = new HashMap<>();

    /** Numbers as loops use them, and the tensor's memory where others find them. */
    private record Numbers(HostMemory memory, double[] values) {
        Numbers(Tensor tensor) {
            this(new HostMemory(tensor), new double[Math.toIntExact(tensor.numel())]);
        }

        void read() {
            memory.read(values);
        }

        void write() {
            memory.write(values);
        }
    }

    /** A layer; weights are [outputs, inputs], row by row. */
    private record Node(
            ActivationConfig activation,
            int inputs,
            int outputs,
            Numbers weight,
            Numbers bias,
            Numbers weightGradient,
            Numbers biasGradient) {}

    /** What a layer gives for a batch, and the gradient by it. */
    private record Values(double[][] output, double[][] gradient) {}

    ArrayNet(Engine engine, List<DenseLayer> layers) {
        for (DenseLayer layer : layers) {
            int outputs = Math.toIntExact(layer.weight().size(0));
            int inputs = Math.toIntExact(layer.weight().size(1));
            Tensor byWeight = Scope.keep(engine.zeros(outputs, inputs));
            Tensor byBias = Scope.keep(engine.zeros(outputs));
            gradients.add(byWeight);
            gradients.add(byBias);
            nodes.add(new Node(
                    layer.activation(),
                    inputs,
                    outputs,
                    new Numbers(layer.weight()),
                    new Numbers(layer.bias()),
                    new Numbers(byWeight),
                    new Numbers(byBias)));
        }
    }

    int inputs() {
        return nodes.get(0).inputs();
    }

    /** The outputs for the columns of x; kept until the next batch of as many. */
    double[][] forward(double[][] x, int count) {
        List<Values> batch = values(count);
        double[][] input = x;
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            node.weight().read();
            node.bias().read();
            double[] weight = node.weight().values();
            double[][] output = batch.get(i).output();
            for (int row = 0; row < node.outputs(); row++) {
                double bias = node.bias().values()[row];
                Loops.combine(weight, row * node.inputs(), 1, input, bias, output[row], count);
                ArrayActivation.apply(node.activation(), output[row], count);
            }
            input = output;
        }
        return input;
    }

    /** Where {@link #backward} expects the gradient by the outputs of the last batch of as many. */
    double[][] outputGradient(int count) {
        return values(count).get(nodes.size() - 1).gradient();
    }

    /**
     * Goes back over the last batch of as many columns.
     *
     * @param x its input
     * @param weights whether the gradient by the parameters is wanted
     * @param inputGradient gets the gradient by x, where it is wanted
     */
    void backward(double[][] x, int count, boolean weights, double @Nullable [][] inputGradient) {
        List<Values> batch = values(count);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            Values now = batch.get(i);
            for (int row = 0; row < node.outputs(); row++) {
                ArrayActivation.backward(node.activation(), now.gradient()[row], now.output()[row], count);
            }
            double[][] target = i == 0 ? inputGradient : batch.get(i - 1).gradient();
            if (target != null) {
                double[] weight = node.weight().values();
                for (int column = 0; column < node.inputs(); column++) {
                    Loops.combine(weight, column, node.inputs(), now.gradient(), 0, target[column], count);
                }
            }
            if (weights) {
                parameterGradient(
                        node, now.gradient(), i == 0 ? x : batch.get(i - 1).output(), count);
            }
        }
    }

    private static void parameterGradient(Node node, double[][] gradient, double[][] input, int count) {
        double[] byWeight = node.weightGradient().values();
        double[] byBias = node.biasGradient().values();
        for (int row = 0; row < node.outputs(); row++) {
            Loops.products(gradient[row], input, byWeight, row * node.inputs(), count);
            byBias[row] = Loops.sum(gradient[row], count);
        }
        node.weightGradient().write();
        node.biasGradient().write();
    }

    /** The gradient by the parameters: weight and bias of each layer. */
    List<Tensor> gradients() {
        return gradients;
    }

    private List<Values> values(int count) {
        return values.computeIfAbsent(
                count,
                n -> nodes.stream()
                        .map(node -> new Values(new double[node.outputs()][n], new double[node.outputs()][n]))
                        .toList());
    }

    @Override
    public void close() {
        gradients.forEach(Scope::release);
    }
}
