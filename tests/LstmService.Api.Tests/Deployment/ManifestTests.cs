using System.Text.RegularExpressions;
using System.Xml.Linq;
using k8s;
using k8s.Models;
using LstmService.Api.Configuration;
using LstmService.Api.Tests.Hosting;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace LstmService.Api.Tests.Deployment;

/// <summary>What is under <c>deploy</c>: every member is one that compose, Kubernetes or KEDA knows, and what it promises is kept.</summary>
public sealed partial class ManifestTests
{
    private static readonly string Deploy = Path.Combine(Repository.Root, "deploy");

    private static readonly Dictionary<string, Type> KedaTypes = new()
    {
        ["keda.sh/v1alpha1/ScaledObject"] = typeof(KedaObject),
        ["keda.sh/v1alpha1/TriggerAuthentication"] = typeof(KedaObject),
    };

    private static readonly string[] OfKubernetes = [.. Directory.GetFiles(Path.Combine(Deploy, "kubernetes"), "*.yaml").Select(file => Path.GetFileName(file))];

    public static TheoryData<string> ComposeFiles => [.. Directory.GetFiles(Deploy, "compose*.yaml").Select(file => Path.GetFileName(file))];

    public static TheoryData<string> KubernetesFiles => [.. OfKubernetes];

    [Theory]
    [MemberData(nameof(ComposeFiles))]
    public void Compose_knows_every_member_and_our_containers_can_do_little(string file)
    {
        ComposeFile compose = ReadCompose(file);
        foreach ((string name, ComposeService service) in compose.Services)
        {
            Assert.All(service.Volumes, volume => Assert.Contains(volume.Split(':')[0], compose.Volumes.Keys));
            Assert.All(service.DependsOn.Keys, other => Assert.Contains(other, compose.Services.Keys));
            if (service.Image != "lstmservice") continue;
            Assert.True(service.ReadOnly, name);
            Assert.Equal(["ALL"], service.CapDrop);
            Assert.Equal(["no-new-privileges:true"], service.SecurityOpt);
            Assert.All(service.Ports, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
            AssertKnown(service.Environment.Keys);
            Assert.Contains("LstmService__Keys__0", service.Environment.Keys); // a worker's metrics need one too
        }
    }

    [Theory]
    [MemberData(nameof(KubernetesFiles))]
    public void Kubernetes_knows_every_member_and_our_containers_can_do_little(string file)
    {
        List<object> objects = ReadKubernetes(file);
        Assert.NotEmpty(objects);
        foreach (V1Deployment deployment in objects.OfType<V1Deployment>())
        {
            V1PodSpec pod = deployment.Spec.Template.Spec;
            Assert.All(deployment.Spec.Selector.MatchLabels, label => Assert.Equal(label.Value, deployment.Spec.Template.Metadata.Labels[label.Key]));
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
            V1Container container = Assert.Single(pod.Containers);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.NotNull(container.Resources.Limits["memory"]);
            foreach (V1Probe probe in (V1Probe[])[container.StartupProbe, container.LivenessProbe, container.ReadinessProbe])
                Assert.StartsWith("/health/", probe.HttpGet.Path, StringComparison.Ordinal);
            AssertKnown(container.Env.Select(variable => variable.Name));
        }
    }

    [Fact]
    public void What_the_manifests_take_from_the_secret_is_put_there()
    {
        string readme = File.ReadAllText(Path.Combine(Deploy, "kubernetes", "README.md"));
        HashSet<string> put = [.. FromLiteral().Matches(readme).Select(match => match.Groups[1].Value)];
        HashSet<string> taken =
        [
            .. OfKubernetes.SelectMany(ReadKubernetes).OfType<V1Deployment>().SelectMany(deployment => deployment.Spec.Template.Spec.Containers[0].Env)
                .Select(variable => variable.ValueFrom?.SecretKeyRef?.Key).OfType<string>(),
            .. OfKubernetes.SelectMany(ReadKubernetes).OfType<KedaObject>().SelectMany(keda => keda.Spec.SecretTargetRef ?? []).Select(reference => reference.Key),
        ];
        Assert.Equal(put.Order(), taken.Order());
        string[] deployments = [.. OfKubernetes.SelectMany(ReadKubernetes).OfType<V1Deployment>().Select(deployment => deployment.Metadata.Name)];
        Assert.All(OfKubernetes.SelectMany(ReadKubernetes).OfType<KedaObject>().Select(keda => keda.Spec.ScaleTargetRef?.Name).OfType<string>(), name => Assert.Contains(name, deployments));
    }

    [Fact]
    public void The_newest_changes_are_those_of_this_version()
    {
        string? version = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;
        Assert.Matches(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$", version);
        string newest = File.ReadLines(Path.Combine(Repository.Root, "CHANGELOG.md")).First(line => line.StartsWith("## ", StringComparison.Ordinal));
        Assert.Equal($"## {version}", newest);
    }

    private static void AssertKnown(IEnumerable<string> variables) => Assert.All(variables, variable =>
    {
        string[] parts = variable.Split("__", 2);
        Assert.Equal(ServiceOptions.Section, parts[0]);
        Assert.NotNull(LstmService.Api.Configuration.Settings.Find(parts[1].Replace("__", ":", StringComparison.Ordinal)));
    });

    private static ComposeFile ReadCompose(string file)
    {
        using StreamReader text = File.OpenText(Path.Combine(Deploy, file));
        IDeserializer yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build(); // refuses members it does not know
        return yaml.Deserialize<ComposeFile>(new MergingParser(new Parser(text)));
    }

    private static List<object> ReadKubernetes(string file) =>
        KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(Deploy, "kubernetes", file)), KedaTypes, strict: true);

    [GeneratedRegex(@"--from-literal=([a-z-]+)=")]
    private static partial Regex FromLiteral();
}
