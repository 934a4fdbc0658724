using System.Reflection;
using RetailPulse.Tests.Support.Layers;
using Xunit.v3;

namespace RetailPulse.Tests.Architecture;

/// <summary>Tests that the tests can be found and run by layer.</summary>
public sealed class LayerTests
{
    private static readonly Type[] TestClasses =
    [
        .. typeof(LayerTests)
            .Assembly.GetTypes()
            .Where(type => type.GetMethods().Any(method => method.GetCustomAttributes().OfType<IFactAttribute>().Any())),
    ];

    [Fact]
    public void Every_test_is_in_a_layer() => Assert.All(TestClasses, type => Assert.Contains(Layer.Of(type), Layer.All));

    [Fact]
    public void Every_layer_has_tests() => Assert.Equal(Layer.All.Order(), TestClasses.Select(Layer.Of).Distinct().Order());

    [Fact]
    public void Every_test_has_its_layer_as_a_trait() => Assert.Equal(["Architecture"], TestContext.Current.TestCase!.Traits[Layer.Trait]);

    [Fact]
    public void Every_namespace_follows_its_folder()
    {
        var tests = Path.Combine(DeployFiles.Root, "Tests");
        string[] hidden = ["bin", "obj", Path.Combine("EndToEnd", "Generators", "csharp")];
        var wrong = Directory
            .EnumerateFiles(tests, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(tests, file))
            .Where(file => !hidden.Any(folder => file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            .Where(file =>
                !File.ReadLines(Path.Combine(tests, file))
                    .Contains($"namespace RetailPulse.Tests.{Path.GetDirectoryName(file)!.Replace(Path.DirectorySeparatorChar, '.')};")
            );
        Assert.Empty(wrong);
    }

    [Fact]
    public void Unit_tests_are_in_the_folders_of_what_they_test()
    {
        var unit = Path.Combine(DeployFiles.Root, "Tests", "Unit");
        var unknown = Directory
            .EnumerateFiles(unit, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(unit, Path.GetDirectoryName(file)!))
            .Distinct()
            .Where(folder => !Directory.Exists(Path.Combine(DeployFiles.Root, folder)));
        Assert.Empty(unknown);
    }
}
