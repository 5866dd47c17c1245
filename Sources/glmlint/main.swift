import Syntax
print(FilePath.normalized("./a/../b"))
