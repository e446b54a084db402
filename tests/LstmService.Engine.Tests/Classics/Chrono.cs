namespace LstmService.Engine.Tests.Classics;

/// <summary>A start for tasks whose memory is long.</summary>
internal static class Chrono
{
    /// <summary>
    /// Starts the gates of an LSTM's bottom layer so that its memories last from 1 to some steps: bf = log(u), bi = -bf, u
    /// uniform in 1..longest - 1 (Tallec and Ollivier 2018, equation 16).
    /// </summary>
    public static void Start(Network<float> network, int longest, ulong seed)
    {
        var random = new Xoshiro256(seed);
        // bias: [4*hidden], order i, f, g, o.
        float[] bias = network.GetTensor("layers.0.bias");
        int hidden = bias.Length / 4;
        for (int i = 0; i < hidden; i++)
        {
            bias[hidden + i] = (float)Math.Log(1 + random.NextDouble() * (longest - 2));
            bias[i] = -bias[hidden + i];
        }

        network.SetTensor("layers.0.bias", bias);
    }
}
