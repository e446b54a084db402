using LstmService.Engine;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LstmService.Benchmarks.Engine;

/// <summary>The same training step in LibTorch, on one thread.</summary>
internal static class LibTorch
{
    /// <summary>Why it does not run here; null where it does.</summary>
    public static string? WhyNot { get; } = Load();

    /// <summary>The step, from the same weights and windows; it answers the loss before the step.</summary>
    public static Func<double> Step(TrainingStep step)
    {
        NetworkSpec spec = step.Network.Spec;
        LSTM lstm = nn.LSTM(spec.InputSize, spec.Hidden, spec.Layers);
        Linear head = nn.Linear(spec.Hidden, spec.Head.Outputs);
        Parameter[] parameters = [.. lstm.parameters(), .. head.parameters()];
        Dictionary<string, Parameter> named = lstm.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        using (no_grad())
        {
            for (int layer = 0; layer < spec.Layers; layer++)
            {
                Set(named[$"weight_ih_l{layer}"], step.Network, $"layers.{layer}.weight_input");
                Set(named[$"weight_hh_l{layer}"], step.Network, $"layers.{layer}.weight_hidden");
                Set(named[$"bias_ih_l{layer}"], step.Network, $"layers.{layer}.bias");
                named[$"bias_hh_l{layer}"].zero_();
            }

            Set(head.weight!, step.Network, "head.weight");
            Set(head.bias!, step.Network, "head.bias");
        }

        optim.Optimizer adam = optim.Adam(parameters, lr: 1e-3);
        Tensor x = tensor(step.Batch.Inputs, [step.Batch.Steps, step.Batch.Count, spec.InputSize]);
        Tensor y = tensor(step.Batch.Targets, [step.Batch.Count, 1]);
        return () =>
        {
            using DisposeScope scope = NewDisposeScope();
            adam.zero_grad();
            (Tensor states, _, _) = lstm.forward(x, null);
            Tensor loss = nn.functional.mse_loss(head.forward(states[step.Batch.Steps - 1]), y);
            loss.backward();
            nn.utils.clip_grad_norm_(parameters, 1);
            adam.step();
            return loss.item<float>();
        };
    }

    private static void Set(Parameter parameter, Network<float> network, string name) =>
        parameter.copy_(tensor(network.GetTensor(name), parameter.shape));

    private static string? Load()
    {
        // The loader writes its attempts to standard output, which is ours.
        TextWriter output = Console.Out;
        Console.SetOut(TextWriter.Null);
        try
        {
            set_num_threads(1);
            return null;
        }
        catch (Exception e) when (e is NotSupportedException or TypeInitializationException or DllNotFoundException)
        {
            return "LibTorch does not load on this machine";
        }
        finally
        {
            Console.SetOut(output);
        }
    }
}
